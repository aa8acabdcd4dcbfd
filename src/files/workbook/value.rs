//! What a cell of a workbook says, in the register's notation. Spreadsheets turn what people type into dates, times
//! and numbers; here they are turned back.

use calamine::{DataRef, ExcelDateTime};

/// Returns the text of a cell, or the error that stands in it.
pub(super) fn text_of(value: &DataRef<'_>) -> Result<String, String> {
    Ok(match value {
        DataRef::Empty => String::new(),
        DataRef::String(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => decimal(*number),
        DataRef::Bool(true) => "yes".to_owned(),
        DataRef::Bool(false) => "no".to_owned(),
        DataRef::DateTime(moment) => moment_text(moment),
        DataRef::DateTimeIso(text) => {
            let text = text.strip_suffix(":00").filter(|rest| rest.matches(':').count() == 1).unwrap_or(text);
            text.strip_suffix("T00:00").unwrap_or(text).to_owned()
        }
        DataRef::DurationIso(text) => text.clone(),
        DataRef::Error(error) => return Err(error.to_string()),
    })
}

/// A number with the 15 digits that spreadsheets keep: 0.6 and not 0.59999999999999998.
fn decimal(number: f64) -> String {
    format!("{number:.14e}").parse::<f64>().unwrap_or(number).to_string()
}

fn moment_text(moment: &ExcelDateTime) -> String {
    let days = moment.as_f64();
    if moment.is_duration() {
        let minutes = (days * 1440.0).round() as i64;
        return format!("{:02}:{:02}", minutes.div_euclid(60), minutes.rem_euclid(60));
    }
    let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
    let date = format!("{year:04}-{month:02}-{day:02}");
    let time = match second {
        0 => format!("{hour:02}:{minute:02}"),
        _ => format!("{hour:02}:{minute:02}:{second:02}"),
    };
    match time.as_str() {
        // Day 0 is no date: the cell holds a time.
        _ if days < 1.0 => time,
        "00:00" => date,
        _ => format!("{date}T{time}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use calamine::ExcelDateTimeType::{DateTime, TimeDelta};

    #[test]
    fn what_a_spreadsheet_made_of_a_cell_is_undone() {
        let moment = |days, kind| DataRef::DateTime(ExcelDateTime::new(days, kind, false));
        let cases = [
            (DataRef::Float(12.0), "12"),
            (DataRef::Float(0.6), "0.6"),
            (DataRef::Float(0.1 + 0.2), "0.3"),
            (DataRef::Float(-2.7081), "-2.7081"),
            (DataRef::Int(7), "7"),
            (DataRef::Bool(true), "yes"),
            // 2 April 2012 is day 41,001; 09:30 is 570 of 1,440 minutes.
            (moment(41_001.0, DateTime), "2012-04-02"),
            (moment(41_001.0 + 570.0 / 1440.0, DateTime), "2012-04-02T09:30"),
            (moment(570.0 / 1440.0, DateTime), "09:30"),
            (moment(0.0, DateTime), "00:00"),
            (moment(1.0, TimeDelta), "24:00"),
            (moment(0.5 + 1.0 / 86_400.0, DateTime), "12:00:01"),
            (DataRef::DateTimeIso("2012-04-02T09:30:00".into()), "2012-04-02T09:30"),
            (DataRef::DateTimeIso("2012-04-02T00:00:00".into()), "2012-04-02"),
            (DataRef::DateTimeIso("09:30:00".into()), "09:30"),
            (DataRef::DateTimeIso("2012-04-02".into()), "2012-04-02"),
            (DataRef::String(" as it is ".into()), " as it is "),
        ];
        for (value, expected) in cases {
            assert_eq!(text_of(&value).as_deref(), Ok(expected), "{value:?}");
        }
    }
}
