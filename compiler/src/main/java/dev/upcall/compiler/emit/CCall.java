package dev.upcall.compiler.emit;

import java.util.List;

/**
 * A call of a kernel that takes its numbers in a constant struct, {@code <function>_t} if not said
 * otherwise.
 *
 * @param fields initialisers, such as {@code .depth = 3}
 * @param arguments expressions behind the struct's address
 */
public record CCall(
    CLayerHead head, String function, String type, List<String> fields, List<String> arguments)
    implements CLayer {
  public CCall {
    fields = List.copyOf(fields);
    arguments = List.copyOf(arguments);
  }
}
