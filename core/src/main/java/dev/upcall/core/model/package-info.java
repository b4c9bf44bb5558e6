/** What runs a model file, whichever module does. */
package dev.upcall.core.model;
