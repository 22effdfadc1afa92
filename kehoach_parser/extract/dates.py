"""Vietnamese dates and repeats to EDTF and RFC 5545."""
