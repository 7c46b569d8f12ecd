# shellcheck shell=sh
# module: template
# summary: render a Jinja2 template from the controller into a file
# check: full   diff: text
# runs: controller
# example: template: {src: nginx.conf.j2, dest: /etc/nginx/nginx.conf, validate: nginx -t -c %s}
# option: src                    path  required                  the template; searched in templates/ of the role, then next to the task file and the playbook
# option: dest                   path  required                  the path on the host; in an existing directory, the file gets the name of the template
# option: force                  bool  default=true              replace a file that differs; if false, only create missing files
# option: follow                 bool  default=false             write through a symbolic link at dest
# option: newline_sequence       str   default=\n              how lines end: \n, \r or \r\n
# option: output_encoding        str   default=utf-8             encoding of the file
# option: trim_blocks            bool  default=true              remove the newline after a block
# option: lstrip_blocks          bool  default=false             remove white space before a block
# option: block_start_string     str   default={%                start of a block
# option: block_end_string       str   default=%}                end of a block
# option: variable_start_string  str   default={{                start of an expression
# option: variable_end_string    str   default=}}                end of an expression
# option: comment_start_string   str   default={#                start of a comment
# option: comment_end_string     str   default=#}                end of a comment
# option-set: attributes
# option-set: unsafe_writes
# option-set: backup
# option-set: validate
# result: dest         the file
# result: src          the rendered file
# result: checksum     SHA-1 of the file
# result: backup_file  path of the backup
