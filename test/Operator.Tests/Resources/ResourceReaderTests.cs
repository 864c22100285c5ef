using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using AiGateway.Contracts;
using AiGateway.Operator.Kubernetes;
using AiGateway.Operator.Resources;

namespace AiGateway.Operator.Tests.Resources;

public sealed class ResourceReaderTests
{
    private const string Target = """{"credential":"openai"}""";

    [Theory]
    [InlineData("""{"models":["a"],"targets":[{"credential":"x"}],"retries":1}""", "spec.retries", "is unknown: check its spelling, or remove it")]
    [InlineData("""{"models":["a"],"targets":[{"credential":"x","Model":"m"}]}""", "spec.targets[0].Model", "is unknown: check its spelling, or remove it")]
    [InlineData("""{"models":["a"],"targets":[{}]}""", "spec.targets[0].credential", "is required")]
    [InlineData("""{"targets":[{"credential":"x"}]}""", "spec.models", "is required")]
    [InlineData("""{"models":"a","targets":[]}""", "spec.models", "must be a list")]
    [InlineData("""{"models":["a"],"targets":[7]}""", "spec.targets[0]", "must be an object")]
    [InlineData("""{"models":[7],"targets":[{"credential":"x"}]}""", "spec.models[0]", "must be a string: put it in quotes")]
    [InlineData("""{"models":["a","a"],"targets":[{"credential":"x"}]}""", "spec.models", "must not have an item twice")]
    [InlineData("""{"models":[],"targets":[{"credential":"x"}]}""", "spec.models", "must have at least 1 items")]
    [InlineData("""{"models":["a*b"],"targets":[{"credential":"x"}]}""", "spec.models[0]", @"must match ^[^*\x00-\x1F\x7F]*[*]?$")]
    [InlineData("""{"models":["a\n"],"targets":[{"credential":"x"}]}""", "spec.models[0]", @"must match ^[^*\x00-\x1F\x7F]*[*]?$")]
    [InlineData("""{"models":[""],"targets":[{"credential":"x"}]}""", "spec.models[0]", "must have at least 1 characters")]
    [InlineData("""{"models":["a"],"targets":[{"credential":"x","priority":1001}]}""", "spec.targets[0].priority", "must be at most 1000")]
    [InlineData("""{"models":["a"],"targets":[{"credential":"x","priority":-1}]}""", "spec.targets[0].priority", "must be at least 0")]
    [InlineData("""{"models":["a"],"targets":[{"credential":"x","priority":1.5}]}""", "spec.targets[0].priority", "must be a whole number")]
    [InlineData("""{"models":["a"],"targets":[{"credential":"x","priority":99999999999}]}""", "spec.targets[0].priority", "must be a whole number of 32 bits")]
    [InlineData("""{"models":["a"],"targets":[{"credential":"x","credential":"y"}]}""", "spec.targets[0].credential", "stands twice: remove one of them")]
    [InlineData("""{"models":null,"targets":[{"credential":"x"}]}""", "spec.models", "must be a list")]
    [InlineData("""{"models":["a"],"targets":[{"credential":"x"}],"retry":{}}""", "spec.retry.attempts", "is required")]
    [InlineData("""{"models":["a"],"targets":[{"credential":"x"}],"retry":{"attempts":11}}""", "spec.retry.attempts", "must be at most 10")]
    [InlineData("""{"models":["a"],"targets":[{"credential":"x"}],"retry":{"attempts":1,"statuses":[200]}}""", "spec.retry.statuses[0]", "must be at least 400")]
    [InlineData("""{"models":["a"],"targets":[{"credential":"x"}],"retry":{"attempts":1,"statuses":[]}}""", "spec.retry.statuses", "must have at least 1 items")]
    [InlineData("""{"models":["a"],"targets":[{"credential":"x"}],"timeouts":{"total":"1 minute"}}""", "spec.timeouts.total", "must match ^([0-9]{1,7}(ms|h|m|s))+$")]
    [InlineData("""{"models":["a"],"targets":[{"credential":"x"}],"timeouts":{"total":30}}""", "spec.timeouts.total", "must be a string: put it in quotes")]
    [InlineData("""{"models":["a"],"targets":[{"credential":"x"}],"parameters":{"defaults":[]}}""", "spec.parameters.defaults", "must be an object")]
    [InlineData("""{"models":["a"],"targets":[{"credential":"x"}],"parameters":{"remove":[""]}}""", "spec.parameters.remove[0]", "must have at least 1 characters")]
    [InlineData("""{"models":["a"],"targets":[{"credential":"x"}],"onUntranslatable":"Drop"}""", "spec.onUntranslatable", "must be one of Refuse, Omit")]
    [InlineData("""{"models":["a"],"targets":[{"credential":"x","weight":1001}]}""", "spec.targets[0].weight", "must be at most 1000")]
    [InlineData("null", "spec", "must be an object")]
    public void ReadStrict_BadRoute_NamesFieldAndReason(string spec, string field, string message)
    {
        var problem = ResourceReader.ReadStrict(Json(spec), ResourceJson.Default.ModelRoute).Unreadable!;

        Assert.Equal((field, message), (problem.Field, problem.Message));
        Assert.Equal(("ModelRoute", "one"), (problem.Kind, problem.Metadata.Name));
    }

    [Theory]
    [InlineData("""{"podSelector":{},"mode":"Observe"}""", "spec.mode", "must be one of Enforce, Audit")]
    [InlineData("""{"podSelector":{},"mode":1}""", "spec.mode", "must be one of Enforce, Audit")]
    [InlineData("""{"podSelector":{},"mode":"enforce"}""", "spec.mode", "must be one of Enforce, Audit")]
    [InlineData("""{"podSelector":{},"suspended":"true"}""", "spec.suspended", "must be true or false")]
    [InlineData("""{"podSelector":{"matchLabel":{}}}""", "spec.podSelector.matchLabel", "is unknown: check its spelling, or remove it")]
    [InlineData("""{"podSelector":{"matchLabels":{"a":1}}}""", "spec.podSelector.matchLabels[a]", "must be a string: put it in quotes")]
    public void ReadStrict_BadPolicy_NamesFieldAndReason(string spec, string field, string message)
    {
        var problem = ResourceReader.ReadStrict(Json(spec), ResourceJson.Default.AgentPolicy).Unreadable!;

        Assert.Equal((field, message), (problem.Field, problem.Message));
    }

    [Theory]
    [InlineData("""{"apiKey":{"secretRef":{"name":"s"}},"key":1}""", "spec.auth.key", "is unknown: check its spelling, or remove it")]
    [InlineData("""{"none":{"reason":"x"}}""", "spec.auth.none.reason", "is unknown: check its spelling, or remove it")]
    [InlineData("""{"aws":{"region":"eu west","secretRef":{"name":"s"}}}""", "spec.auth.aws.region", "must match ^[a-z0-9]([-a-z0-9]*[a-z0-9])?$")]
    [InlineData("""{"aws":{"region":"eu","secretRef":{"name":"s"},"assumeRole":{"roleArn":"arn:aws:iam::1:user/models"}}}""", "spec.auth.aws.assumeRole.roleArn", "must match ^arn:[-a-z0-9]+:iam::[0-9]{12}:role/[-+=,.@_/a-zA-Z0-9]+$")]
    [InlineData("""{"gcp":{"project":"p/q","location":"global","serviceAccountSecretRef":{"name":"s"}}}""", "spec.auth.gcp.project", "must match ^[a-z0-9]([-:.a-z0-9]*[a-z0-9])?$")]
    [InlineData("""{"azureAd":{"tenantId":"t/../x","clientId":"c","clientSecretRef":{"name":"s"}}}""", "spec.auth.azureAd.tenantId", "must match ^[a-zA-Z0-9:]([-.:a-zA-Z0-9]*[a-zA-Z0-9:])?$")]
    public void ReadStrict_BadAuth_NamesFieldAndReason(string auth, string field, string message)
    {
        var problem = ResourceReader.ReadStrict(Json($$"""{"provider":"openai","auth":{{auth}} }"""), ResourceJson.Default.ProviderCredential).Unreadable!;

        Assert.Equal((field, message), (problem.Field, problem.Message));
    }

    [Fact]
    public void ReadStrict_FreeFormWithTooManyMembers_IsRefused()
    {
        var members = string.Join(',', Enumerable.Range(0, 65).Select(index => $"\"m{index}\":1"));

        var problem = ResourceReader.ReadStrict(Json($$"""{"models":["a"],"targets":[{{Target}}],"parameters":{"defaults":{ {{members}} } } }"""), ResourceJson.Default.ModelRoute).Unreadable!;

        Assert.Equal(("spec.parameters.defaults", "must have at most 64 members"), (problem.Field, problem.Message));
    }

    [Fact]
    public void Read_FreeFormWithAMemberTwice_IsRefused()
    {
        var read = ResourceReader.Read(Json($$"""{"models":["a"],"targets":[{{Target}}],"parameters":{"defaults":{"a":{"b":1,"b":2} } } }"""), ResourceJson.Default.ModelRoute);

        Assert.Equal("spec.parameters.defaults", read.Unreadable!.Field);
    }

    [Fact]
    public void ReadStrict_UnknownProvider_NamesTheKnownOnes()
    {
        var problem = ResourceReader.ReadStrict(Json("""{"provider":"acme","auth":{"apiKey":{"secretRef":{"name":"s"}}}}"""), ResourceJson.Default.ProviderCredential).Unreadable!;

        Assert.Equal(("spec.provider", "must be one of anthropic, azureOpenAi, bedrock, cohere, deepseek, gemini, groq, mistral, ollama, openai, openAiCompatible, openrouter, together, vertex, xai"), (problem.Field, problem.Message));
    }

    [Fact]
    public void ReadStrict_ValueTooLong_IsNotQuoted()
    {
        var name = new string('k', 257);

        var problem = ResourceReader.ReadStrict(Json($$"""{"models":["{{name}}"],"targets":[{{Target}}]}"""), ResourceJson.Default.ModelRoute).Unreadable!;

        Assert.Equal(("spec.models[0]", "must have at most 256 characters"), (problem.Field, problem.Message));
    }

    [Theory]
    [InlineData("""{"name":"one","lables":{}}""", "metadata.lables")]
    public void ReadStrict_UnknownMetadata_IsRefused(string metadata, string field)
    {
        var json = JsonDocument.Parse($$"""{"metadata":{{metadata}},"spec":{"podSelector":{} } }""").RootElement;

        Assert.Equal(field, ResourceReader.ReadStrict(json, ResourceJson.Default.AgentPolicy).Unreadable?.Field);
    }

    [Fact]
    public void ReadStrict_AsKubectlExportsIt_IsRead()
    {
        var json = JsonDocument.Parse("""
            {"apiVersion":"aigateway.dev/v1alpha1","kind":"AgentPolicy",
             "metadata":{"name":"one","namespace":"n","uid":"u","resourceVersion":"7","generation":3,"creationTimestamp":"2026-01-01T00:00:00Z",
               "labels":{"a":"b"},"annotations":{},"managedFields":[{"manager":"kubectl"}],"finalizers":[]},
             "spec":{"podSelector":{"matchExpressions":[{"key":"a","operator":"Exists"}]},"mode":"Audit","models":{"allow":["x*"]}},
             "status":{"observedGeneration":3,"conditions":[{"type":"Ready","status":"True","reason":"Ready","message":"m","lastTransitionTime":"2026-01-01T00:00:00Z"}]}}
            """).RootElement;

        var policy = ResourceReader.ReadStrict(json, ResourceJson.Default.AgentPolicy).Value!;

        Assert.Equal(PolicyMode.Audit, policy.Spec.Mode);
        Assert.Equal(["x*"], policy.Spec.Models!.Allow);
        Assert.Empty(policy.Spec.Models.Deny);
        Assert.Equal("Ready", Assert.Single(policy.Status!.Conditions).Type);
    }

    [Fact]
    public void Read_FieldOfANewerServer_IsSkipped()
    {
        var read = ResourceReader.Read(Json($$"""{"models":["a"],"targets":[{{Target}}],"retries":{"times":2} }"""), ResourceJson.Default.ModelRoute);

        Assert.Equal("openai", Assert.Single(read.Value!.Spec.Targets).Credential);
        Assert.Null(read.Unreadable);
    }

    [Fact]
    public void Read_PolicyThatCannotBeRead_KeepsItsSelector()
    {
        var read = ResourceReader.Read(Json("""{"podSelector":{"matchLabels":{"app":"a"}},"mode":"Observe"}"""), ResourceJson.Default.AgentPolicy);

        Assert.Equal("a", read.Unreadable!.PodSelector!.MatchLabels["app"]);
    }

    [Theory]
    [InlineData("""{"metadata":7,"spec":{"podSelector":{}}}""", "metadata")]
    [InlineData("""{"metadata":{"labels":[]},"spec":{"podSelector":{}}}""", "metadata.labels")]
    [InlineData("""{"spec":[]}""", "spec")]
    [InlineData("""{"spec":null}""", "spec")]
    [InlineData("{}", "spec")]
    [InlineData("7", "")]
    public void Read_ObjectWithoutSense_IsUnreadableAndNeverThrows(string json, string field) =>
        Assert.Equal(field, Read(json, ResourceJson.Default.AgentPolicy).Unreadable?.Field);

    private static ReadResult<T> Read<T>(string json, JsonTypeInfo<T> type)
        where T : KubernetesObject => ResourceReader.Read(JsonDocument.Parse(json).RootElement, type);

    private static JsonElement Json(string spec) => JsonDocument.Parse($$"""{"metadata":{"name":"one"},"spec":{{spec}}}""").RootElement;
}
