package dev.upcall.host.harvest;

import dev.upcall.host.SecretSource;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Whether and where a gateway harvests.
 *
 * @param store a folder, or {@code jdbc:postgresql://host/database?user=name}
 * @param password where PostgreSQL's is; empty: as {@link HarvestPlace#of} finds it
 * @param retention how much is kept
 */
public record HarvestSettings(
    String store, Optional<SecretSource> password, HarvestRetention retention) {
  public HarvestSettings {
    Objects.requireNonNull(password);
    Objects.requireNonNull(retention);
    if (store.isBlank()) {
      throw new IllegalArgumentException("a store without a name");
    }
  }

  /** A store with the standard retention. */
  public static HarvestSettings of(String store) {
    return new HarvestSettings(store, Optional.empty(), HarvestRetention.STANDARD);
  }

  /** The store as it may be shown: a database without its parameters. */
  public String shown() {
    return store.startsWith("jdbc:") ? store.replaceAll("[?&].*", "") : store;
  }

  /** The place of the store, with the password read. */
  public HarvestPlace place(Map<String, String> environment) {
    return HarvestPlace.of(store, password, environment);
  }
}
