"""What crawlers and language models read: sitemaps, robots.txt, llms.txt."""
