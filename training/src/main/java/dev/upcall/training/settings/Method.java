package dev.upcall.training.settings;

import dev.upcall.training.mel.Subset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What the members are trained for; the heads are refitted to frozen features in every method. */
public enum Method {
  /** Every subset's head at once (MEL): members learn to be good together. */
  MEL {
    @Override
    double lambda(Subset subset) {
      return 1;
    }
  },

  /**
   * Each member's own exit only. The members share nothing then, so this equals training each by
   * itself: the baseline that MEL has to beat.
   */
  INDEPENDENT {
    @Override
    double lambda(Subset subset) {
      return subset.size() == 1 ? 1 : 0;
    }
  };

  /** Weight of a subset's term in the joint loss. */
  abstract double lambda(Subset subset);

  /** As settings and options write it. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<Method> of(String key) {
    return Arrays.stream(values()).filter(method -> method.key().equals(key)).findFirst();
  }

  public static List<String> keys() {
    return Arrays.stream(values()).map(Method::key).toList();
  }
}
