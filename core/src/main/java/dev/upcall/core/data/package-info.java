/** Labelled samples: file formats, the data of a project, and how it is split. */
package dev.upcall.core.data;
