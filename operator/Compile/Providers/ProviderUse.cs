namespace AiGateway.Operator.Compile.Providers;

/// <summary>A reference to a ProviderCredential: who names it, and where it stands.</summary>
/// <param name="User">The namespace of the object that names it.</param>
/// <param name="Namespace">The namespace that is named; null for the user's own.</param>
/// <param name="Name">The credential's name.</param>
internal readonly record struct ProviderUse(string User, string? Namespace, string Name)
{
    public string Owner => Namespace ?? User;

    public bool IsForeign => Owner != User;
}
