/**
 * The audio front end: int16 samples to the int8 log-mel energies or cepstral coefficients that the
 * networks take, in integers throughout. Its twin on devices is {@code upcall_audio.c}, to the bit.
 */
package dev.upcall.core.audio;
