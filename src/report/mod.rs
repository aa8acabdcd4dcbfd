//! A plan for people: the report page, the workbook, and a calendar for each person and room.
//!
//! Everything here is a function from a register and a plan to text or bytes; nothing is written.
