package dev.upcall.compiler.export;

/** What users build firmware in. */
public enum ExportTarget {
  /** A library for the Arduino IDE, its command line and PlatformIO. */
  ARDUINO("arduino");

  private final String word;

  ExportTarget(String word) {
    this.word = word;
  }

  /** As the option has it, and the folder's name ends. */
  public String word() {
    return word;
  }
}
