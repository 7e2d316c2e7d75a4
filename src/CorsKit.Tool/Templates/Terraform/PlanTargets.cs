namespace CorsKit.Tool.Templates.Terraform;

/// <summary>A resource that an expression names.</summary>
/// <param name="Resource">The resource.</param>
/// <param name="Attribute">Its attribute; null where the configuration does not say which, as behind <c>[each.key]</c>.</param>
internal readonly record struct PlanTarget(PlannedResource Resource, string? Attribute);

/// <summary>
/// Finds the resources that expressions name, through variables and outputs of modules, and through for_each. Local values
/// are not in a plan: what stands behind one is not known.
/// </summary>
internal sealed class PlanTargets
{
    private const int MaxDepth = 50;

    /// <summary>Steps in all: modules that pass to each other what they were passed twice double with each level.</summary>
    private const int MaxSteps = 2_000_000;

    private static readonly string[] Identities = ["id", "arn", "root_resource_id"];

    private readonly Dictionary<(string Type, string Value), PlannedResource> _byIdentity = [];
    private readonly List<PlannedResource> _all;
    private int _steps;

    public PlanTargets(Plan plan)
    {
        _all = [.. plan.Root.AllResources];
        foreach (var resource in _all)
        {
            foreach (var value in Identities.Select(attribute => resource.Values[attribute]?.Text).OfType<string>())
            {
                _byIdentity.TryAdd((resource.Type, value), resource);
            }
        }
    }

    /// <summary>
    /// The resource of one of these types that an attribute leads to: by the id that it has already, by what the configuration names, or
    /// since there is no other. Null where that is not certain.
    /// </summary>
    /// <param name="resource">The resource with the attribute.</param>
    /// <param name="attribute">The attribute.</param>
    /// <param name="value">Its value, where it is known.</param>
    /// <param name="expressions">What the configuration says of it.</param>
    /// <param name="types">The types of resources that it can name.</param>
    public PlannedResource? Find(PlannedResource resource, string attribute, string? value, IReadOnlyList<Node> expressions, string[] types)
    {
        if (value is not null)
        {
            return ByIdentity(types, value);
        }

        var found = FindAll(resource, attribute, expressions, types);
        return found.Count switch
        {
            1 => found.Single(),

            // The id of an API that does not exist yet can only be that of one in the plan.
            0 when attribute is "rest_api_id" or "api_id" && expressions.SelectMany(PlanReference.Of).All(IsOpaque) => Single(types),
            _ => null,
        };
    }

    /// <summary>All resources of these types that an attribute can lead to.</summary>
    public HashSet<PlannedResource> FindAll(PlannedResource resource, string attribute, IReadOnlyList<Node> expressions, string[] types)
    {
        var found = new HashSet<PlannedResource>();
        foreach (var expression in expressions)
        {
            Collect(found, resource.Scope, expression, attribute, types, 0);
        }

        return found;
    }

    public PlannedResource? At(string address) => _all.Find(resource => resource.Address == address);

    /// <summary>All resources that an expression names, of whatever type.</summary>
    public IEnumerable<PlanTarget> Resolve(PlanScope scope, Node? expression) => Resolve(scope, expression, false, 0);

    /// <summary>The resources that are made before this one: those it names or depends on, and those before them.</summary>
    /// <param name="resource">The resource.</param>
    /// <returns>All resources where that cannot be told: in a state, and where local values are named.</returns>
    public IReadOnlyCollection<PlannedResource> Before(PlannedResource resource)
    {
        if (resource.Configuration is null || References(resource.Configuration).Any(reference => PlanReference.Steps(reference) is [("local", _), ..]))
        {
            return _all;
        }

        var found = new HashSet<PlannedResource>();
        var left = new Stack<PlannedResource>([resource]);
        while (left.TryPop(out var next))
        {
            foreach (var other in Dependencies(next).Where(found.Add))
            {
                left.Push(other);
            }
        }

        return found;
    }

    private IEnumerable<PlannedResource> Dependencies(PlannedResource resource)
    {
        foreach (var other in References(resource.Configuration).SelectMany(reference => Dependencies(resource.Scope, reference)))
        {
            yield return other;
        }

        // What a module depends on comes before all that is in it.
        for (var module = resource.Module; module.Parent is not null; module = module.Parent)
        {
            foreach (var other in (module.Call?["depends_on"]?.Items ?? []).SelectMany(reference => Dependencies(module.CallScope, reference.Text ?? "")))
            {
                yield return other;
            }
        }
    }

    /// <summary>Terraform waits for all instances, and for all of a module that is named without an output.</summary>
    private IEnumerable<PlannedResource> Dependencies(PlanScope scope, string reference) =>
        PlanReference.Steps(reference) is [("module", _), var (name, _)]
            ? scope.Module.Children.Where(child => child.Name == name).SelectMany(child => child.AllResources)
            : Resolve(scope with { Key = null }, reference, false, 0).Select(target => target.Resource);

    /// <summary>Every reference in the configuration of a resource, however deep.</summary>
    private static IEnumerable<string> References(Node? node)
    {
        var left = new Stack<Node>();
        if (node is not null)
        {
            left.Push(node);
        }

        while (left.TryPop(out var next))
        {
            foreach (var reference in PlanReference.Of(next))
            {
                yield return reference;
            }

            foreach (var dependency in next["depends_on"]?.Items ?? [])
            {
                yield return dependency.Text ?? "";
            }

            foreach (var below in next.Items.Concat(next.Entries.Select(entry => entry.Value)))
            {
                left.Push(below);
            }
        }
    }

    private static bool IsOpaque(string reference) => PlanReference.Steps(reference) is [("local" or "each" or "count", _), ..];

    private PlannedResource? ByIdentity(string[] types, string value) =>
        types.Select(type => _byIdentity.GetValueOrDefault((type, value))).FirstOrDefault(found => found is not null);

    private PlannedResource? Single(string[] types) =>
        _all.Where(resource => types.Contains(resource.Type) && resource.Values["id"] is null).Take(2).ToList() is [var only] ? only : null;

    private void Collect(HashSet<PlannedResource> found, PlanScope scope, Node? expression, string attribute, string[] types, int depth)
    {
        foreach (var (target, named) in Resolve(scope, expression, false, depth))
        {
            if (types.Contains(target.Type))
            {
                found.Add(target);
            }
            else if (depth < MaxDepth)
            {
                // aws_api_gateway_resource.orders.rest_api_id names the API that the resource names.
                var next = named ?? attribute;
                if (target.Values[next]?.Text is { } value)
                {
                    found.UnionWith(ByIdentity(types, value) is { } known ? [known] : []);
                }
                else
                {
                    Collect(found, target.Scope, target.Configuration?["expressions"]?[next], next, types, depth + 1);
                }
            }
        }
    }

    private IEnumerable<PlanTarget> Resolve(PlanScope scope, Node? expression, bool isByKey, int depth)
    {
        var references = PlanReference.Of(expression).ToList();
        isByKey |= references.Exists(reference => reference is "each.key" or "count.index");
        return references.SelectMany(reference => Resolve(scope, reference, isByKey, depth));
    }

    private IEnumerable<PlanTarget> Resolve(PlanScope scope, string reference, bool isByKey, int depth)
    {
        if (++_steps > MaxSteps)
        {
            throw new UnusableInput(new Location(_all[0].Location.File, 1, 1), "the expressions of its configuration refer to each other in too many ways");
        }

        var steps = PlanReference.Steps(reference);
        return depth > MaxDepth ? [] : steps switch
        {
            [("var", _), var (name, _), ..] when scope.Module.Parent is not null =>
                Resolve(scope.Module.CallScope, scope.Module.Call?["expressions"]?[name], isByKey, depth + 1),
            [("each", _), ("value", _), .. var rest] when scope.ForEach is not null =>
                Resolve(scope, scope.ForEach, true, depth + 1).Select(target => target with { Attribute = rest.Length > 0 ? rest[0].Name : target.Attribute }),
            [("module", _), var (name, key), .. var rest] => ResolveOutput(scope, name, key, rest, isByKey, depth),
            [("data", _), var (type, _), var (name, key), .. var rest] => Instances(scope, type, name, key, true, isByKey, rest),
            [("var" or "each" or "count" or "local" or "path" or "terraform" or "self", _), ..] => [],
            [var (type, _), var (name, key), .. var rest] => Instances(scope, type, name, key, false, isByKey, rest),
            _ => [],
        };
    }

    private IEnumerable<PlanTarget> ResolveOutput(PlanScope scope, string name, string? key, (string Name, string? Key)[] rest, bool isByKey, int depth)
    {
        var children = Choose(scope.Module.Children.Where(child => child.Name == name), child => child.Key, scope.Key, key, isByKey);
        foreach (var child in children)
        {
            // Of module.m[each.key].id the configuration has module.m alone: it may be any of its outputs.
            var outputs = child.Configuration?["outputs"];
            var expressions = rest.Length > 0 ? [outputs?[rest[0].Name]?["expression"]] : (outputs?.Entries ?? []).Select(output => output.Value["expression"]);
            foreach (var target in expressions.SelectMany(expression => Resolve(new PlanScope(child, null, null), expression, false, depth + 1)))
            {
                yield return target;
            }
        }
    }

    private static IEnumerable<PlanTarget> Instances(
        PlanScope scope, string type, string name, string? key, bool isData, bool isByKey, (string Name, string? Key)[] rest) =>
        Choose(scope.Module.Resources.Where(resource => resource.Type == type && resource.Name == name && resource.IsData == isData), resource => resource.Key, scope.Key, key, isByKey)
            .Select(resource => new PlanTarget(resource, rest.Length > 0 ? rest[0].Name : null));

    /// <summary>Of the instances of a resource or module the one with the key, or the one with the key of what refers to it by its own; else all.</summary>
    private static List<T> Choose<T>(IEnumerable<T> instances, Func<T, string?> keyOf, string? ownKey, string? key, bool isByKey)
    {
        var all = instances.ToList();
        return key is not null ? all.FindAll(instance => keyOf(instance) == key)
            : isByKey && ownKey is not null && all.Exists(instance => keyOf(instance) == ownKey) ? all.FindAll(instance => keyOf(instance) == ownKey)
            : all;
    }
}
