/**
 * From the graph as imported to the graph that is quantised: channels-last, without transpositions,
 * batch normalisation, stand-alone biases and activations wherever arithmetic allows.
 */
package dev.upcall.compiler.pass;
