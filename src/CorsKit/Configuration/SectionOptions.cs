using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace CorsKit;

/// <summary>Fills the options from a configuration section, and remembers the section so that changes can be followed.</summary>
internal class SectionOptions(IConfiguration section) : IConfigureOptions<GatewayCorsOptions>
{
    public IConfiguration Section { get; } = section;

    public void Configure(GatewayCorsOptions options) => GatewayCorsSection.Read(Section, options);
}

/// <summary>The section of <c>AddGatewayCors()</c>: a type of its own, so that calling it twice registers it once.</summary>
internal sealed class DefaultSectionOptions(IConfiguration configuration)
    : SectionOptions(configuration.GetSection(GatewayCorsSection.DefaultName));
