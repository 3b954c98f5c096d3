"""SQLite whose tables keep no record of the order in which rows came."""
