"""Makes a month: notebooks through papermill, pages, paper, tables, mails and the pages that lead to them."""
