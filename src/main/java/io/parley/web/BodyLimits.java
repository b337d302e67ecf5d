package io.parley.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.function.Predicate;

/// How large the body of a request may be. Larger than usual are the bodies of callers who have
/// shown who they are: what strangers send is refused before it takes any room.
final class BodyLimits {
  static final long USUAL_BYTES = 64 * 1024;

  private static final String IMPORT = "/api/conversations/import";

  private final Predicate<HttpServletRequest> isParticipant;
  private final Predicate<HttpServletRequest> holdsKey;
  private final long importBytes;
  private final long openAiBytes;

  /// @param isParticipant whether a request names a participant, by a cookie or a token
  /// @param holdsKey whether a request carries an API key
  BodyLimits(
      Predicate<HttpServletRequest> isParticipant,
      Predicate<HttpServletRequest> holdsKey,
      long importBytes,
      long openAiBytes) {
    this.isParticipant = isParticipant;
    this.holdsKey = holdsKey;
    this.importBytes = importBytes;
    this.openAiBytes = openAiBytes;
  }

  /// In bytes. A stranger's large body is not read to its end; the resource refuses its sender.
  long of(HttpServletRequest request) {
    return switch (RequestKind.of(request)) {
      case BEARER_API -> limit(request, openAiBytes, holdsKey);
      case API ->
          Address.of(request).equals(IMPORT)
              ? limit(request, importBytes, isParticipant)
              : USUAL_BYTES;
      case PAGE, ASSET, SOCKET, OPERATIONS, NOWHERE -> USUAL_BYTES;
    };
  }

  /// Who sends no more than usual need not be known yet.
  private static long limit(
      HttpServletRequest request, long large, Predicate<HttpServletRequest> isKnown) {
    long announced = request.getContentLengthLong();
    boolean usual = announced >= 0 && announced <= USUAL_BYTES;
    return usual || isKnown.test(request) ? large : Math.min(large, USUAL_BYTES);
  }
}
