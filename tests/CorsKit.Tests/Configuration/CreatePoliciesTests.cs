using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace CorsKit.Tests.Configuration;

/// <summary>Policies for a function that has no app.</summary>
public sealed class CreatePoliciesTests
{
    private static IConfigurationSection Section(params (string Key, string? Value)[] settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create("Cors:" + setting.Key, setting.Value))).Build().GetSection("Cors");

    [Fact]
    public void A_section_and_code_add_up()
    {
        var policies = new GatewayCorsOptions()
            .AddSection(Section(("AllowOrigins", "https://a.example"), ("Policies:public:AllowOrigins", "*")))
            .AddPolicy("partner", p => p.AllowOrigins("https://partner.example"))
            .CreatePolicies();

        Assert.Equal(["default", "partner", "public"], policies.Keys.Order());
        Assert.True(policies["DEFAULT"].EvaluateOrigin("https://a.example").IsAllowed);
        Assert.False(policies["Partner"].EvaluateOrigin("https://a.example").IsAllowed);
        Assert.Equal("*", policies["public"].EvaluateOrigin("https://a.example").AllowOrigin);
    }

    [Fact]
    public void Problems_are_told_all_at_once()
    {
        var options = new GatewayCorsOptions().AddSection(Section(("AllowOrigins", "null"), ("MaxAge", "soon"), ("Color", "red")));

        Assert.Equal(["CORS002", "CORS003", "CORS012"], Assert.Throws<OptionsValidationException>(options.CreatePolicies).Failures.Select(failure => failure[..7]).Order());
        Assert.Throws<ArgumentNullException>(() => options.AddSection(null!));
    }

    [Fact]
    public void What_only_the_middleware_can_do_is_refused()
    {
        Assert.Throws<NotSupportedException>(new GatewayCorsOptions().AddDefaultPolicy(p => p.AllowOriginsFrom<Sources.ScriptedSource>()).CreatePolicies);
        Assert.Throws<NotSupportedException>(new GatewayCorsOptions().AddDefaultPolicy(p => p.AllowAnyOrigin()).SelectPolicy(_ => null).CreatePolicies);
    }
}
