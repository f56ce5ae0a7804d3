using Sandbox.Backends.Nspawn;
using Sandbox.Core.Plans;
using Sandbox.Executor.Plan;

namespace Sandbox.Backends.Native;

/// <summary>Planned mounts to plan records, one to one.</summary>
internal static class MountCompiler
{
    /// <summary>Offset of the table.</summary>
    public static uint Write(PlanWriter writer, IReadOnlyList<PlannedMount> mounts, bool isContained = false)
    {
        uint table = writer.Reserve<PlanMount>(mounts.Count);
        for (int i = 0; i < mounts.Count; i++)
        {
            PlanMount record = Record(writer, mounts[i]);
            record.Flags |= (ushort)(isContained && mounts[i] is BindMount bind && PrivateIds.IsMapped(bind) ? MountFlags.IdMapped : 0);
            record.Target = writer.Text(mounts[i].Target);
            writer.Set(table, record, i);
        }

        return table;
    }

    private static PlanMount Record(PlanWriter writer, PlannedMount mount) => mount switch
    {
        BindMount bind => Bind(writer, bind),
        TmpfsMount tmpfs => new PlanMount
        {
            Kind = (ushort)MountKind.Tmpfs,
            Flags = (ushort)(MountFlags.Create | MountFlags.NoSuid | MountFlags.NoDev | (tmpfs.NoExec ? MountFlags.NoExec : 0)),
            Mode = (uint)tmpfs.Mode,
            Size = (ulong)tmpfs.Size,
            Inodes = (ulong)tmpfs.Inodes,
        },
        ProcMount => new PlanMount { Kind = (ushort)MountKind.Proc, Flags = (ushort)MountFlags.Create },
        DevptsMount => new PlanMount { Kind = (ushort)MountKind.Devpts, Flags = (ushort)MountFlags.Create },
        SymlinkEntry link => new PlanMount { Kind = (ushort)MountKind.Symlink, Flags = (ushort)MountFlags.Create, Source = writer.Text(link.LinkTarget) },
        DirectoryEntry directory => new PlanMount { Kind = (ushort)MountKind.Directory, Flags = (ushort)MountFlags.Create, Mode = (uint)directory.Mode },
        FileEntry file => new PlanMount
        {
            Kind = (ushort)MountKind.File,
            Flags = (ushort)MountFlags.Create,
            Mode = (uint)file.Mode,
            Data = writer.Data(file.Contents.Span),
            DataLength = (uint)file.Contents.Length,
        },
        MaskMount mask => new PlanMount
        {
            Kind = (ushort)MountKind.Mask,
            Flags = (ushort)(MountFlags.Optional | (mask.IsFile ? MountFlags.IsFile : 0)),
        },
        RelockMount => new PlanMount { Kind = (ushort)MountKind.Relock },
        SelfMount self => new PlanMount
        {
            Kind = (ushort)MountKind.Self,
            Flags = (ushort)(MountFlags.Recursive | MountFlags.NoSuid | MountFlags.NoDev |
                (self.Writable ? 0 : MountFlags.ReadOnly) | (self.Optional ? MountFlags.Optional : 0)),
        },
        _ => throw new ArgumentException($"a planned mount of an unknown kind: {mount.GetType().Name}", nameof(mount)),
    };

    private static PlanMount Bind(PlanWriter writer, BindMount bind)
    {
        MountFlags flags = MountFlags.NoSuid |
            (bind.Writable ? 0 : MountFlags.ReadOnly) |
            (bind.Recursive ? MountFlags.Recursive : 0) |
            (bind.IsFile ? MountFlags.IsFile : 0) |
            (bind.Create ? MountFlags.Create : 0) |
            (bind.Optional ? MountFlags.Optional : 0) |
            (bind.AllowDevices ? 0 : MountFlags.NoDev) |
            (bind.NoExec ? MountFlags.NoExec : 0) |
            (bind.Identity is null ? 0 : MountFlags.VerifyIdentity);
        return new PlanMount
        {
            Kind = (ushort)MountKind.Bind,
            Flags = (ushort)flags,
            Source = writer.Text(bind.Source),
            Device = bind.Identity?.Device ?? 0,
            Inode = bind.Identity?.Inode ?? 0,
        };
    }
}
