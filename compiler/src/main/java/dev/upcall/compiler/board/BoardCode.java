package dev.upcall.compiler.board;

import dev.upcall.core.diagnostic.DiagnosticCode;
import dev.upcall.core.diagnostic.Exit;

/** What can be wrong with a board or its file; a malformed value is a {@code YamlCode}. */
public enum BoardCode implements DiagnosticCode {
  UNKNOWN_BOARD("UP2501", "there is no board \"%s\""),
  WRONG_ID("UP2502", "a board's id is the name of its folder"),
  MISSING_FILE("UP2503", "file %s of the board is missing"),
  UNREADABLE("UP2504", "the boards cannot be read"),
  BAD_MEMORY("UP2505", "%s cannot be the memory of a board"),
  UNKNOWN_PROFILE("UP2506", "there is no power profile \"%s\""),
  NO_PORT("UP2507", "%s has no port yet");

  private final String id;
  private final String pattern;

  BoardCode(String id, String pattern) {
    this.id = id;
    this.pattern = pattern;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public String pattern() {
    return pattern;
  }

  @Override
  public Exit exit() {
    return switch (this) {
      case UNKNOWN_BOARD, UNKNOWN_PROFILE -> Exit.USAGE;
      case NO_PORT -> Exit.UNSUPPORTED;
      default -> Exit.BAD_INPUT;
    };
  }
}
