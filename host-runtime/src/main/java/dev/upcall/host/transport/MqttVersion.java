package dev.upcall.host.transport;

/** Which MQTT is spoken with a broker. */
public enum MqttVersion {
  /** Shared subscriptions, and a broker that says how much it takes at a time. */
  V5("5"),
  /** For older brokers. */
  V3_1_1("3.1.1");

  private final String label;

  MqttVersion(String label) {
    this.label = label;
  }

  @Override
  public String toString() {
    return label;
  }
}
