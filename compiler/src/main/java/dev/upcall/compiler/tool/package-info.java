/** Programs outside this one: compilers, emulators and what is learnt from the images they make. */
package dev.upcall.compiler.tool;
