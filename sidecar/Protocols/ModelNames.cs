using AiGateway.Sidecar.Calls;

namespace AiGateway.Sidecar.Protocols;

/// <summary>What a model's name may look like: bounded, and printable in one line.</summary>
internal static class ModelNames
{
    public const int MaxLength = 256;

    /// <summary>The longest JSON string that can hold such a name: each character escaped, and the quotes.</summary>
    public const int MaxRawBytes = (MaxLength * 6) + 2;

    public const string TooLong = "is longer than 256 characters";

    /// <summary>What is wrong with the name, or null.</summary>
    public static Refusal? Check(string model)
    {
        if (model.Length == 0) return Invalid("is empty");
        if (model is "." or "..") return Invalid("is no name");
        if (model.Length > MaxLength) return Invalid(TooLong);
        return model.AsSpan().ContainsAnyInRange('\0', '\x1f') || model.AsSpan().ContainsAnyInRange('\x7f', '\x9f')
            ? Invalid("holds a control character")
            : null;
    }

    public static Refusal Invalid(string what) => new(RefusalReason.InvalidField, $"'model' {what}.", "model");
}
