# shellcheck shell=sh
# module: template
# summary: render a Jinja2 template of the controller into a file
# check: full   diff: text
# runs: controller
# example: template: {src: nginx.conf.j2, dest: /etc/nginx/nginx.conf, validate: nginx -t -c %s}
# option: src                    path  required                  the template; looked for in templates/ of the role, then beside the task file and the playbook
# option: dest                   path  required                  where the file is to be; in a directory that is there, under the template's name
# option: force                  bool  default=true              replace a file that differs; if false, only write where there is none
# option: follow                 bool  default=false             write to what a link points to
# option: newline_sequence       str   default=\n              how lines end: \n, \r or \r\n
# option: output_encoding        str   default=utf-8             the encoding of the file
# option: trim_blocks            bool  default=true              the newline after a block is left out
# option: lstrip_blocks          bool  default=false             blanks before a block are left out
# option: block_start_string     str   default={%                what a block begins with
# option: block_end_string       str   default=%}                what a block ends with
# option: variable_start_string  str   default={{                what an expression begins with
# option: variable_end_string    str   default=}}                what an expression ends with
# option: comment_start_string   str   default={#                what a comment begins with
# option: comment_end_string     str   default=#}                what a comment ends with
# option-set: attributes
# option-set: backup
# option-set: validate
# result: dest         where it was written
# result: src          where it was rendered to
# result: checksum     SHA-1 of the file
# result: backup_file  the copy that was made, when backup is on
