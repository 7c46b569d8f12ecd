/** The settings of ansible.cfg and of {@code ANSIBLE_*} variables: a table of all, and how they are read. */
@NullMarked
package io.hitless.config;

import org.jspecify.annotations.NullMarked;
