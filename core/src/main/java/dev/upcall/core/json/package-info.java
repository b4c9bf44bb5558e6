/** JSON as our reports and {@code --json} write it. */
package dev.upcall.core.json;
