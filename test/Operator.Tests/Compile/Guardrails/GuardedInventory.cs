using System.Collections.Immutable;
using AiGateway.Contracts.Guardrails;
using AiGateway.Operator.Resources;
using AiGateway.Operator.Resources.Guardrails;

namespace AiGateway.Operator.Tests.Compile.Guardrails;

/// <summary>A random inventory whose policies and routes name guardrails, of which many are missing or wrong.</summary>
internal sealed class GuardedInventory(int seed)
{
    private readonly Random _random = new(seed);

    public Inventory Make()
    {
        var inventory = new RandomInventory(seed).Make();
        return inventory with
        {
            Guardrails = Some(6, index => new Guardrail
            {
                Metadata = new() { Name = Pick(RandomInventory.Names), Namespace = Pick("a", "b"), Uid = $"guard-{index}", Generation = 1 + _random.Next(3) },
                Spec = new() { Checks = [.. Some(1, _ => Check()), Check()] },
            }),
            Policies = [.. inventory.Policies.Select(policy => policy with { Spec = policy.Spec with { Guardrails = Named() } })],
            Routes = [.. inventory.Routes.Select(route => route with { Spec = route.Spec with { Guardrails = Named() } })],
            Unreadable = _random.Next(4) > 0 ? inventory.Unreadable : inventory.Unreadable.Add(new()
            {
                Kind = nameof(Guardrail), Metadata = new() { Name = Pick(RandomInventory.Names), Namespace = Pick("a", "b"), Uid = "unreadable" }, Field = "spec", Message = "is wrong",
            }),
        };
    }

    private ImmutableArray<string> Named() => _random.Next(3) > 0 ? [] : [.. Some(2, _ => Pick(RandomInventory.Names)).Distinct()];

    private Check Check() => _random.Next(7) switch
    {
        0 => Of(CheckTypes.Pattern) with { Pattern = new() { Pattern = Pick("a+b", "a+b", "") } },
        1 => Of(CheckTypes.Webhook) with { Webhook = Webhook() },
        2 => Of(CheckTypes.OpenAiModeration) with { OpenAiModeration = new() { Credential = Pick(RandomInventory.Names), Namespace = Pick(null, "a", "b") } },
        3 => Of(CheckTypes.LlmJudge) with { LlmJudge = new() { Route = Pick(RandomInventory.Names), Prompt = "Is it kind?", Model = Pick(null, null, "fast") } },
        4 => Of(CheckTypes.Length) with { Length = new() { MaxCharacters = 9 }, Action = Pick(GuardAction.Deny, GuardAction.Deny, GuardAction.Mask) },
        _ => Of(CheckTypes.Secrets),
    };

    private WebhookOptions Webhook() => new()
    {
        Url = Pick("https://api.openai.com/check", "http://llm.internal/check", "nonsense"),
        Auth = Pick(null, new WebhookAuth { Bearer = new() { SecretRef = new() { Name = Pick(RandomInventory.Names), Key = Pick(null, "other") } } }),
    };

    private static Check Of(string type) => new() { Type = type, On = [GuardPlace.Input], Action = GuardAction.Deny };

    private ImmutableArray<T> Some<T>(int most, Func<int, T> make) => [.. Enumerable.Range(0, _random.Next(most + 1)).Select(make)];

    private T Pick<T>(params T[] from) => from[_random.Next(from.Length)];
}
