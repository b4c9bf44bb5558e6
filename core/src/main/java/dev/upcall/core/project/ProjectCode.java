package dev.upcall.core.project;

import dev.upcall.core.diagnostic.DiagnosticCode;
import dev.upcall.core.diagnostic.Exit;

/** What can be wrong with the meaning of a manifest, or with a project folder. */
public enum ProjectCode implements DiagnosticCode {
  NO_MANIFEST("UP1110", "no manifest found"),
  BAD_NAME("UP1111", "\"%s\" cannot be used as a name"),
  CLASSES("UP1112", "the classes cannot be used"),
  SHAPE("UP1113", "the shape of a sample cannot be used"),
  PREPROCESS("UP1114", "the preprocessing cannot be used"),
  PATH("UP1115", "path \"%s\" leaves the project folder"),
  SPLITS("UP1116", "the splits cannot be made"),
  UNKNOWN_MEMBER("UP1117", "there is no member \"%s\""),
  HEAD("UP1118", "head \"%s\" cannot be used"),
  STAGE("UP1119", "the ladder cannot run"),
  COMBINE("UP1120", "the host cannot combine its members"),
  FILE_MISSING("UP1121", "\"%s\" is missing from the project"),
  TUNED("UP1122", "tuned.yaml does not fit the manifest"),
  NOT_WRITABLE("UP1123", "%s cannot be written"),
  AUDIO("UP1124", "the audio front end cannot be built");

  private final String id;
  private final String pattern;

  ProjectCode(String id, String pattern) {
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
