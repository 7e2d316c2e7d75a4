namespace CorsKit.Tool.Templates.Terraform;

/// <summary>A resource, or a data source, as a plan or a state has it.</summary>
/// <param name="Address">Terraform's own: <c>module.api["eu"].aws_apigatewayv2_api.this[0]</c>.</param>
/// <param name="Module">The module it stands in.</param>
/// <param name="Values">Its planned values. What is known after apply only is not there, or null in a list.</param>
/// <param name="Configuration">What the configuration says of it; null in a state.</param>
internal sealed record PlannedResource(string Address, PlanModule Module, Node Values, Node? Configuration)
{
    public required string Type { get; init; }

    public required string Name { get; init; }

    /// <summary>The key of count or for_each; null where there is none.</summary>
    public string? Key { get; init; }

    /// <summary>Whether it is read, not made: it gives ids to others, and is no front door of this plan.</summary>
    public bool IsData { get; init; }

    /// <summary>Which values are known after apply only, in the shape of the values.</summary>
    public Node? Unknown { get; init; }

    /// <summary>Which values are sensitive, in the shape of the values.</summary>
    public Node? Sensitive { get; init; }

    public required Location Location { get; init; }

    /// <summary>Its address without the key: all instances of it.</summary>
    public string Instances =>
        Key is not null && Address.LastIndexOf($"{Type}.{Name}[", StringComparison.Ordinal) is >= 0 and var start ? Address[..(start + Type.Length + Name.Length + 1)] : Address;

    public PlanScope Scope => new(Module, Key, Configuration?["for_each_expression"]);

    public bool Equals(PlannedResource? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => Address.GetHashCode(StringComparison.Ordinal);
}
