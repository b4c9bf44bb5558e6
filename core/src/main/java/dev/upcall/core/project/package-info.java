/** A project folder: its manifest, what follows from it alone, and the tuned values beside it. */
package dev.upcall.core.project;
