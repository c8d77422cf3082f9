"""What other sites show: frames, oEmbed, badges, snippets."""
