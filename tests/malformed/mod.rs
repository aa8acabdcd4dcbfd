//! What is wrong with a register is said where it stands, all of it at once, and nothing else.

mod files;
mod hostile;
mod policy;
mod support;
mod tables;
mod together;
mod workbooks;
