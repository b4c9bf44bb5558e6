/** Files written whole, and digests of what is in them. */
package dev.upcall.core.file;
