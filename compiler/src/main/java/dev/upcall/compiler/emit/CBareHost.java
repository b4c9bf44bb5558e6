package dev.upcall.compiler.emit;

import java.util.List;

/**
 * The main function of a bare image on the host: runs the stages on the inputs of a file.
 *
 * @param stages prefixes of the stages' functions
 * @param stops whether stages stop behind the layer that upcall_bare_layers says
 */
public record CBareHost(CBanner banner, List<String> stages, boolean stops) {}
