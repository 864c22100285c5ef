using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;

namespace AiGateway.Contracts;

/// <summary>
/// A credential's value. It prints as <c>***</c>, compares in constant time, and leaves by <see cref="Reveal"/> alone, so
/// that every place where a key is read in clear is found by one search.
/// </summary>
[DebuggerDisplay("***")]
public sealed class SecretText(string value) : IEquatable<SecretText>
{
    /// <summary>The value in clear. Never pass it to a log, an event, a status, a metric or an exception.</summary>
    public string Reveal() => value;

    /// <summary>Always <c>***</c>.</summary>
    public override string ToString() => "***";

    /// <summary>Compares in a time that depends on the length alone.</summary>
    public bool Equals(SecretText? other) =>
        other is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(value), Encoding.UTF8.GetBytes(other.Reveal()));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as SecretText);

    /// <summary>A constant, so that no hash of a value ever leaves: secrets are compared, not looked up.</summary>
    public override int GetHashCode() => 0;
}
