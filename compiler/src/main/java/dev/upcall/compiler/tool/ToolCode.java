package dev.upcall.compiler.tool;

import dev.upcall.core.diagnostic.DiagnosticCode;
import dev.upcall.core.diagnostic.Exit;

/** What can go wrong with outside programs and with what they make. */
public enum ToolCode implements DiagnosticCode {
  MISSING_TOOL("UP2601", "%s not installed", Exit.TOOLCHAIN),
  TIMED_OUT("UP2602", "%s did not end in time", Exit.TOOLCHAIN),
  NOT_STARTED("UP2603", "%s could not be started", Exit.TOOLCHAIN),
  COMPILE_FAILED("UP2604", "the firmware does not compile", Exit.TOOLCHAIN),
  DOES_NOT_FIT("UP2605", "the firmware does not fit %s", Exit.DOES_NOT_FIT),
  BUILD_FAILED("UP2606", "the firmware cannot be built", Exit.TOOLCHAIN),
  EMULATOR_FAILED("UP2607", "%s did not start the board", Exit.TOOLCHAIN),
  NO_EMULATOR("UP2608", "board %s has no emulator", Exit.UNSUPPORTED),
  NO_SYMBOL("UP2609", "the image has no function %s", Exit.USAGE),
  BAD_IMAGE("UP2610", "%s is not an image that can be read", Exit.BAD_INPUT),
  NOT_A_PROJECT("UP2611", "%s is not a firmware project", Exit.USAGE),
  FILE_FAILED("UP2612", "a working file could not be written", Exit.TOOLCHAIN),
  NOT_REACHED("UP2613", "%s was not called often enough", Exit.DEVICE_OR_NETWORK),
  ENDED("UP2614", "the firmware on %s has ended", Exit.DEVICE_OR_NETWORK);

  private final String id;
  private final String pattern;
  private final Exit exit;

  ToolCode(String id, String pattern, Exit exit) {
    this.id = id;
    this.pattern = pattern;
    this.exit = exit;
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
    return exit;
  }
}
