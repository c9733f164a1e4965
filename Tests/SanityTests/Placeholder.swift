// Sanity
