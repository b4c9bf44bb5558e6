package dev.upcall.host.push;

import java.util.List;
import java.util.OptionalInt;

/** Where people push parameters to the devices of one project, and see how that stands. */
public interface PushDesk {
  /** How it stands. */
  PushStatus status();

  /**
   * Pushes what the project's files have, but for some values.
   *
   * @param settings {@code stage.parameter=value}, as {@code upcall push --set} takes them
   * @param device number of the only one that is meant; empty: all, also those that come later
   * @param who wants it, for people
   * @return its version
   * @throws dev.upcall.core.diagnostic.UpcallException for what {@code upcall push} refuses, and
   *     UP3272 for a device that is not known
   */
  long push(List<String> settings, OptionalInt device, String who);
}
