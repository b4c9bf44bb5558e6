package dev.upcall.cli.bench.scale;

/**
 * What a fleet needs, in closed form. A fleet is divided into cells, each a site with a broker
 * cluster and gateways of its own: a site's topics never leave it, so that cells have nothing in
 * common, and a large fleet is many of them.
 *
 * @param devices in all
 * @param cells sites with a cluster each
 * @param brokers nodes of a cell's cluster, one more than its peak needs
 * @param gateways of a cell, one more than its peak needs
 * @param memberReplicas of each member for a cell, where members run elsewhere; one more likewise
 */
public record LoadModel(
    long devices,
    long cells,
    int brokers,
    int gateways,
    int memberReplicas,
    Profile profile,
    Capacities capacities) {
  /** What the broker passes on for one upcall: itself and its answer; no journal says more. */
  public static final int MESSAGES_PER_UPCALL = 2;

  /** The smallest number of cells, and of nodes in them, that carries the fleet. */
  public static LoadModel of(long devices, Profile profile, Capacities capacities) {
    double peak = profile.upcallsPerSecond() * profile.peak();
    int carrying = capacities.nodes() - 1;
    double byRate =
        carrying * capacities.brokerMessages() * capacities.fill() / (MESSAGES_PER_UPCALL * peak);
    double byConnections = (double) carrying * capacities.connections();
    long cells = (long) Math.ceil(devices / Math.min(byRate, byConnections));
    double each = (double) devices / cells;
    double upcalls = each * peak;
    double brokers =
        Math.max(
            upcalls * MESSAGES_PER_UPCALL / (capacities.brokerMessages() * capacities.fill()),
            each / capacities.connections());
    return new LoadModel(
        devices,
        cells,
        spared(brokers),
        spared(upcalls / (capacities.gatewayUpcalls() * capacities.fill())),
        spared(upcalls * capacities.memberSeconds() / capacities.fill()),
        profile,
        capacities);
  }

  private static int spared(double needed) {
    return (int) Math.ceil(needed) + 1;
  }

  /** In one cell. */
  public double devicesPerCell() {
    return (double) devices / cells;
  }

  /** Of the whole fleet, in the mean over a day. */
  public double upcallsPerSecond() {
    return devices * profile.upcallsPerSecond();
  }

  /** What all brokers pass on, in the mean over a day. */
  public double messagesPerSecond() {
    return MESSAGES_PER_UPCALL * upcallsPerSecond();
  }

  /** Between devices and brokers, both ways, in the mean over a day; TCP and TLS apart. */
  public double megabitsPerSecond() {
    return upcallsPerSecond() * (profile.bytesUp() + profile.bytesDown()) * 8 / 1e6;
  }

  /** How busy a broker's node is at a rate, by the mean's; the peak's is {@link Profile#peak}. */
  public double brokerUtilisation(double rate) {
    double messages = devicesPerCell() * profile.upcallsPerSecond() * rate * MESSAGES_PER_UPCALL;
    return messages / (brokers * capacities.brokerMessages());
  }

  /** How busy a gateway is, where each upcall comes alone, so that each pays for a whole batch. */
  public double gatewayUtilisation(double rate) {
    double upcalls = devicesPerCell() * profile.upcallsPerSecond() * rate;
    return upcalls / gateways * (capacities.batchSeconds() + 1 / capacities.gatewayUpcalls());
  }

  /**
   * From question to answer, in the mean, in seconds: twice through a broker, once through a
   * gateway, each taken for a queue with random arrivals and a fixed time of service (M/D/1), and
   * the network both ways.
   *
   * @param rate by the mean's
   * @param networkS one way
   */
  public double latencyS(double rate, double networkS) {
    double broker = 1 / capacities.brokerMessages();
    double gateway = capacities.batchSeconds() + 1 / capacities.gatewayUpcalls();
    return 2 * networkS
        + 2 * (broker + Queueing.waitMD1(brokerUtilisation(rate), broker))
        + gateway
        + Queueing.waitMD1(gatewayUtilisation(rate), gateway);
  }
}
