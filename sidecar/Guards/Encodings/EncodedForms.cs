using AiGateway.Contracts.Guardrails;

namespace AiGateway.Sidecar.Guards.Encodings;

/// <summary>Which forms are decoded.</summary>
internal readonly record struct EncodedForms(bool Base64, bool Hex, bool Percent)
{
    public static EncodedForms Of(EncodedSettings? settings) => settings?.Forms is { IsDefaultOrEmpty: false } forms
        ? new(forms.Contains(EncodedForm.Base64), forms.Contains(EncodedForm.Hex), forms.Contains(EncodedForm.Percent))
        : new(true, true, true);
}
