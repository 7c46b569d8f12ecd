/** Values as text and text as values, as Python writes and reads them: numbers, times, patterns, random draws. */
@NullMarked
package io.hitless.template.format;

import org.jspecify.annotations.NullMarked;
