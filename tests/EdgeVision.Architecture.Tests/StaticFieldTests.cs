using System.Reflection;
using System.Runtime.CompilerServices;

namespace EdgeVision.Architecture.Tests;

/// <summary>
/// In what is also compiled for the C library, only static constructors store into static fields: objects that are made while a plan is open
/// are freed with it (docs/arm64.md). What the compiler keeps for lambdas is not seen here, but by <c>firmware-tools/c-library/build</c>,
/// which knows which of them are in the library.
/// </summary>
public class StaticFieldTests
{
    private static readonly object SetAtOnce = new();
    private static object? _setLater;

    [Theory]
    [InlineData("EdgeVision.Kernels")]
    [InlineData("EdgeVision.Model")]
    [InlineData("EdgeVision.Runtime")]
    public void Static_fields_are_read_only(string assembly) => Assert.Empty(Writable(Assembly.Load(assembly).GetTypes()));

    [Fact]
    public void A_field_that_is_set_later_is_recognized()
    {
        _setLater ??= SetAtOnce;
        Assert.Equal([$"{nameof(StaticFieldTests)}.{nameof(_setLater)}"], Writable([typeof(StaticFieldTests)]));
    }

    private static IEnumerable<string> Writable(IEnumerable<Type> types) => types
        .Where(type => !type.IsDefined(typeof(CompilerGeneratedAttribute)))
        .SelectMany(type => type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
        .Where(field => field is { IsInitOnly: false, IsLiteral: false })
        .Select(field => $"{field.DeclaringType!.Name}.{field.Name}");
}
