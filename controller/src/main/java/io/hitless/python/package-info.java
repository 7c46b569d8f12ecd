/**
 * Modules and plugins that users wrote or installed for Ansible. This package finds them on the bastion, and packs a
 * module with the Python code that it imports. It runs none of them.
 */
@NullMarked
package io.hitless.python;

import org.jspecify.annotations.NullMarked;
