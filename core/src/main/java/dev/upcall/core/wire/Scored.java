package dev.upcall.core.wire;

/** What upcall and result share: a class index that points into a vector of scores. */
final class Scored {
  private Scored() {}

  /** For messages made here. */
  static void require(int classIndex, Bytes scores) {
    if (scores.length() > 0xffff || classIndex < 0 || classIndex >= scores.length()) {
      throw new IllegalArgumentException("class " + classIndex + " of " + scores.length());
    }
  }

  /** For messages read. */
  static void require(MessageType type, String field, int classIndex, int count) {
    if (classIndex >= count) {
      throw type.value(field, classIndex, "less than the " + count + " scores");
    }
  }
}
