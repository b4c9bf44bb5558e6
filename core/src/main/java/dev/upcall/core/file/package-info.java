/** Files read with care and written whole, and digests of what is in them. */
package dev.upcall.core.file;
