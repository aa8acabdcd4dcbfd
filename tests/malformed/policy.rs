//! authority.toml

use super::support::check_edits;

#[test]
fn faults_of_the_policy() {
    check_edits(
        r#"
authority.toml `name = "Testshire"\n` ``
    authority.toml:1:1: key "name" is missing
authority.toml `today = 2012-04-02\n` ``
    authority.toml:1:1: key "today" is missing
authority.toml `2012-04-02` `"02/04/2012"`
    authority.toml:3:9: today "02/04/2012" is not right; wanted a date…maybe "2012-04-02"
authority.toml `2012-04-02` `2012-04-02T09:00:00`
    authority.toml:3:9: today "2012-04-02T09:00:00" is not right
authority.toml `2012-04-02` `2036-04-02`
    authority.toml:3:9: today "2036-04-02" cannot be planned with: bank holidays are known for 2009 to 2035 only
authority.toml `england-2010` `england-2011`
    authority.toml:4:14: timescales "england-2011" is not right; wanted "england-2010" or "england-2023"…maybe "england-2010"
authority.toml `grid_minutes = 5` `grid_minutes = 0`
    authority.toml:5:16: grid_minutes "0" is not right; wanted minutes, a whole number from 1 to 720
authority.toml `grid_minutes = 5` `grid_minutes = "5"`
    authority.toml:5:16: grid_minutes "5"
authority.toml `grid_minutes = 5` `grid_minuets = 5`
    authority.toml:5:1: key "grid_minuets" is not known; wanted one of name,…maybe "grid_minutes"
authority.toml `closes = "17:30"` `closes = "08:30"`
    authority.toml:6:44: office_hours.closes "08:30" is not right; wanted a time after opens, 08:30
authority.toml `closes = "17:30"` `closes = "5:30"`
    authority.toml:6:44: office_hours.closes "5:30" is not right; wanted a time such as "09:30"…maybe "05:30"
authority.toml `opens = "08:30"` `open = "08:30"`
    authority.toml:6:18: key "open" is not known in office_hours; wanted one of opens, closes…maybe "opens"
authority.toml `holidays = "england-and-wales"` `holidays = "scotland"`
    authority.toml:7:12: holidays "scotland" is not right; wanted "england-and-wales" or "none"
authority.toml `"2012-12-31"` `"New Year", 5`
    authority.toml:8:31: extra_holidays "New Year"
    authority.toml:8:43: extra_holidays "5"
authority.toml `late_limit_days = 15` `late_limit_days = 521`
    authority.toml:9:19: late_limit_days "521"
authority.toml `speed_kmh = 40` `speed_kmh = 0`
    authority.toml:12:13: travel.speed_kmh "0" is not right; wanted kilometres an hour, above 0
authority.toml `speed_kmh = 40` `speed_kmh = inf`
    authority.toml:12:13: travel.speed_kmh "inf"
authority.toml `speed_kmh = 40` `speed_kmh = 1e-300`
    authority.toml:12:13: travel.speed_kmh "1e-300" is not right; wanted a speed at which journeys end
authority.toml `detour = 1.25` `detour = nan`
    authority.toml:13:10: travel.detour "nan"
authority.toml `parking_minutes = 10` `parking_minutes = 241`
    authority.toml:14:19: travel.parking_minutes "241"
authority.toml `minutes = 20\nfrom` `minutes = 121\nfrom`
    authority.toml:17:11: lunch.minutes "121" is not right; wanted a lunch of 121 minutes that fits between from and until (12:00 to 14:00)
authority.toml `[lunch]` `[lunch]\nfro = 1`
    authority.toml:17:1: key "fro" is not known in lunch
authority.toml `[kinds.review_conference]\n` `[kinds.review_conferance]\n`
    authority.toml:21:8: kind "review_conferance" is none of england-2010, and to be one of your own it lacks before, after, minute_taker, notice_days, statutory…maybe "review_conference"
authority.toml `minutes = 100` `minutes = 1441`
    authority.toml:22:11: kinds.review_conference.minutes "1441"
authority.toml `urgency = 20` `urgancy = 20`
    authority.toml:23:1: key "urgancy" is not known in kinds.review_conference…maybe "urgency"
authority.toml `"20 working days"` `"20 wrking days"`
    authority.toml:31:13: kinds.adult_strategy.statutory "20 wrking days" is not right; wanted a rule such as
authority.toml `5 working days before statutory` `5 days before statutory`
    authority.toml:32:10: kinds.adult_strategy.target
authority.toml `"15 working days before target"` `15`
    authority.toml:33:9: kinds.adult_strategy.opens "15" is not right; wanted "today"
authority.toml `at_home = true` `at_home = "yes"`
    authority.toml:34:11: kinds.adult_strategy.at_home "yes" is not right; wanted true or false
authority.toml `[kinds.adult_strategy]` `[kinds."adult strategy"]`
    authority.toml:25:8: kind "adult strategy" is not a reference
    meetings.csv:4:2: kind "adult_strategy" is not known
    staff.csv:2:9: chairs "adult_strategy" is not known
authority.toml `moved = 50` `moved = -1`
    authority.toml:40:9: weights.moved "-1" is not right; wanted minutes of cost, a whole number from 0 to 1000000
authority.toml `moved = 50` `moved_lat = 50`
    authority.toml:40:1: key "moved_lat" is not known in weights…maybe "moved_late"
authority.toml `[weights]\nmoved = 50` `weights = 3`
    authority.toml:39:1: key "weights" is not known in kinds.adult_strategy
authority.toml `[travel]` `[travel`
    authority.toml:11:8: is not TOML
authority.toml `late_limit_days = 15` `late_limit_days = 15\nlate_limit_days = 16`
    authority.toml:10:1: is not TOML: duplicate key
authority.toml `Testshire` `Test\u001bshire`
    authority.toml:2:8: name "Test\u001bshire" is not right
"#,
    );
}
