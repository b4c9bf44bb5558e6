package dev.upcall.host.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.host.testing.Passwords;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignInTest {
  private static final long MINUTE = 60_000_000_000L;
  private static final String HOME = "10.0.0.1";

  @TempDir Path folder;
  private final HttpRefusals refusals = new HttpRefusals(() -> 0);
  private long now = 5;
  private Path file;
  private SignIn signIn;

  @BeforeEach
  void users() throws Exception {
    file = Files.writeString(folder.resolve("users"), Passwords.lines("alice", "bob"));
    signIn = new SignIn(HttpUsers.of(security(Set.of("alice"))), refusals, () -> now);
  }

  private HttpSecurity security(Set<String> pushers) {
    return new HttpSecurity(Optional.empty(), Optional.of(file), pushers, false);
  }

  private static String basic(String text) {
    return "Basic " + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private Optional<Visitor> ask(String said) {
    return signIn.ask(said, HOME).visitor();
  }

  private long count(HttpRefusal refusal) {
    return refusals.counts().get(refusal.name().toLowerCase(Locale.ROOT)).getAsLong();
  }

  private void exhaust(String address) {
    for (int i = 0; i < SignIn.MAX_TRIES; i++) {
      assertEquals(
          HttpRefusal.PASSWORD, signIn.ask(basic("alice:wrong" + i), address).refusal(), "" + i);
    }
  }

  @Test
  void whoHasThePasswordIsLetInWithTheirRights() {
    assertEquals(Optional.of(new Visitor("alice", true)), ask(basic("alice:" + Passwords.ONE)));
    assertEquals(Optional.of(new Visitor("bob", false)), ask(basic("bob:" + Passwords.ONE)));
    assertEquals(
        Optional.of(new Visitor("bob", false)),
        ask(basic("bob:" + Passwords.ONE).replace("Basic", "bASIC")));
  }

  @Test
  void withoutUsersEverybodyMayLook() {
    SignIn open = new SignIn(Optional.empty(), refusals, () -> now);
    assertEquals(Optional.of(Visitor.ANYBODY), open.ask(null, HOME).visitor());
    assertEquals(Optional.of(Visitor.ANYBODY), open.ask(basic("alice:x"), HOME).visitor());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "alice:",
        "alice:Secret",
        "alice:secret ",
        "ALICE:secret",
        "carol:secret",
        ":secret",
        ":",
        "alice",
        "",
        "bob\0:secret"
      })
  void whoHasAnotherIsNot(String said) {
    assertEquals(Optional.empty(), ask(basic(said)));
    assertEquals(1, count(HttpRefusal.PASSWORD));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Basic", "Basic ", "Basic %%%", "Bearer YWxpY2U6c2VjcmV0", "\0"})
  void whatIsNoPasswordIsRefused(String said) {
    assertEquals(Optional.empty(), ask(said));
    assertEquals(1, count(HttpRefusal.PASSWORD));
  }

  @Test
  void toSayNothingIsNoTry() {
    for (int i = 0; i < 100; i++) {
      assertEquals(HttpRefusal.PASSWORD, signIn.ask(null, HOME).refusal());
    }
    assertEquals(0, count(HttpRefusal.PASSWORD));
    assertEquals(0, count(HttpRefusal.TRIES));
  }

  @Test
  void afterTooManyTriesNoneIsLookedAtForAMinute() {
    exhaust(HOME);
    assertEquals(HttpRefusal.TRIES, signIn.ask(basic("bob:" + Passwords.ONE), HOME).refusal());
    assertEquals(SignIn.MAX_TRIES, count(HttpRefusal.PASSWORD));
    assertEquals(1, count(HttpRefusal.TRIES));
    assertEquals(
        "bob", signIn.ask(basic("bob:" + Passwords.ONE), "10.0.0.2").visitor().get().name());
    now += MINUTE;
    assertEquals("bob", ask(basic("bob:" + Passwords.ONE)).orElseThrow().name());
  }

  @Test
  void whoIsInStaysInWhateverOthersTry() {
    String alice = basic("alice:" + Passwords.ONE);
    assertEquals("alice", ask(alice).orElseThrow().name());
    exhaust(HOME);
    assertEquals("alice", ask(alice).orElseThrow().name());
    assertEquals(HttpRefusal.TRIES, signIn.ask(basic("alice:x"), HOME).refusal());
  }

  @Test
  void whoMayPushHasToBeAUser() {
    UpcallException e =
        assertThrows(
            UpcallException.class, () -> HttpUsers.of(security(Set.of("alice", "alicia"))));
    assertEquals("UP3271", e.diagnostics().get(0).code().id());
    assertEquals("no alicia, who may push", e.diagnostics().get(0).found());
  }
}
