// The typed spec and its reader: YAML is known here and nowhere else.
