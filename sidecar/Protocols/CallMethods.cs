namespace AiGateway.Sidecar.Protocols;

/// <summary>The methods of paths, as a header <c>Allow</c> lists them; an empty list stands for all that an endpoint may have.</summary>
internal static class CallMethods
{
    private const string OfEndpoints = "GET, POST, PUT, PATCH, DELETE";

    public static string Name(string methods) => methods.Length == 0 ? OfEndpoints : methods;

    /// <summary>Whether the method is one of them. Methods are told apart by case (RFC 9110, section 9.1).</summary>
    public static bool Serves(string methods, string method)
    {
        if (methods == method) return method.Length > 0;
        foreach (var part in Name(methods).AsSpan().Split(", "))
        {
            if (Name(methods).AsSpan()[part].SequenceEqual(method)) return true;
        }

        return false;
    }
}
