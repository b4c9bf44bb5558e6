package dev.upcall.core.data;

import dev.upcall.core.diagnostic.DiagnosticCode;
import dev.upcall.core.diagnostic.Exit;

/** What can be wrong with data files and with what is made of them. */
public enum DataCode implements DiagnosticCode {
  MISSING("UP1000", "data \"%s\" is not there"),
  VARIABLE("UP1001", "the data's place is not known"),
  FORMAT("UP1002", "the format of \"%s\" is not known"),
  UNREADABLE("UP1003", "%s cannot be read"),
  TRUNCATED("UP1004", "%s ends too early"),
  TOO_LARGE("UP1005", "%s holds more than is read"),
  MALFORMED("UP1006", "%s is not a well-formed %s file"),
  SHAPE("UP1007", "%s holds samples of another shape"),
  VALUE("UP1008", "%s holds a value that is no raw sample value"),
  LABEL("UP1009", "%s holds a label that is no class"),
  TYPE("UP1010", "%s holds numbers of a type that is not read"),
  UNSAFE("UP1011", "%s is refused because it could run or write something"),
  EMPTY("UP1012", "%s holds no samples"),
  EMPTY_SPLIT("UP1013", "split %s is empty"),
  NO_SPLIT("UP1014", "the project has no %s split"),
  OVERLAP("UP1015", "splits %s and %s share samples"),
  NO_DATA("UP1016", "project \"%s\" names no data"),
  FOLD("UP1017", "there is no fold %d"),
  EMPTY_CLASS("UP1018", "class \"%s\" has no samples"),
  ENTRIES("UP1019", "%s does not consist of files to choose from");

  private final String id;
  private final String pattern;

  DataCode(String id, String pattern) {
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
    return Exit.BAD_INPUT;
  }
}
