"""Vietnamese numbers: 374.125; 98,5; 05; hai mươi; ba phần tư."""
