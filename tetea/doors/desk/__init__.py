"""The members' desk: a calm workbench over sealed reports."""
