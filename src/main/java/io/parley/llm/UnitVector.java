package io.parley.llm;

/// Vectors of length 1, whose product is the cosine of the angle between them.
final class UnitVector {
  private UnitVector() {}

  /// The vector of the same direction; one without a direction stays as it is.
  static float[] of(float[] vector) {
    double square = 0;
    for (float number : vector) {
      square += number * number;
    }
    float length = square == 0 ? 1 : (float) Math.sqrt(square);
    float[] same = new float[vector.length];
    for (int i = 0; i < vector.length; i++) {
      same[i] = vector[i] / length;
    }
    return same;
  }
}
