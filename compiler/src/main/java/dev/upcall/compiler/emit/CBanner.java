package dev.upcall.compiler.emit;

import java.util.List;

/**
 * The block at the top of a generated file.
 *
 * @param lines safe in a comment
 */
public record CBanner(List<String> lines) {
  public CBanner {
    lines = lines.stream().map(CLiteral::comment).toList();
  }
}
